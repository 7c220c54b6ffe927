"""The telephone network in a box: a process of its own that speaks Twilio's REST and webhooks.

It rings nobody. It answers the requests that the product's Twilio client sends, plays what people
would do by the last digits of their number, and tells of it by signed webhooks, on this machine
only. Its behaviour is written from Twilio's documents, not from watching Twilio: what remains to
be confirmed on a first real account is listed in ``docs/telephony.md``.
"""
