"""What the tests of channels start from."""

import hovor.accounts.models
import hovor.clients.models
import hovor.companies.models
import hovor.conversations.models
import hovor.messaging.models  # noqa: F401  their tables are made by the fixture `database`
