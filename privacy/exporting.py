"""All that the site holds about a person, to be handed over (GDPR, articles 15 and 20)."""

from privacy.holdings import holdings

# What opens doors is not told, not even to its owner: it would be of use to whoever reads the file.
SECRET = {
    "auth.User": {"password"},
    "accounts.Session": {"session_key", "session_data"},
    "account.EmailConfirmation": {"key"},
    "mfa.Authenticator": {"data"},
    "socialaccount.SocialToken": {"token", "token_secret"},
    "reporting.ReportAccessLink": {"nonce", "token_hash"},
    "reporting.ReportRevision": {"salts"},
}
NOT_TOLD = "(kept, not told)"
# Of messages that the person has answered: the words and names are those of others (article 15(4)).
OF_OTHERS = {"readers.Feedback": {"name", "email", "message", "page"}}


def exported(subject):
    """{"auth.User": [{"username": …}], …}: each row with all of its columns and lists."""
    return {
        label: [_told(row, _hidden(row, subject)) for row in rows]
        for label, rows in holdings(subject).items()
    }


def _hidden(row, subject):
    label = row._meta.label
    if label in OF_OTHERS and row.email.lower() not in subject.emails:
        return OF_OTHERS[label]
    return SECRET.get(label, set())


def _told(row, hidden):
    told = {
        field.attname: NOT_TOLD if field.name in hidden else _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
    }
    lists = row._meta.many_to_many
    return told | {
        field.name: [str(each) for each in getattr(row, field.name).all()] for field in lists
    }


def _plain(value):
    """A file by its name; the rest is for the encoder."""
    return value.name if hasattr(value, "storage") else value
