"""The ways in. Each is an adapter behind the contract of `hovor.messaging.channel`; they are strangers to one another."""
