"""The questionnaire: what one part of a campaign asks, with identities. docs/formats.md."""
