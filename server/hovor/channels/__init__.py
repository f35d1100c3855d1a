"""The ways in: each an adapter behind `hovor.messaging.channel`, and strangers to one another."""
