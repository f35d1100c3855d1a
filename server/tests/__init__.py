"""The tests, in the server's folders; `support` holds the real parts they run against."""
