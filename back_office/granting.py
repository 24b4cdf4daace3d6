"""Giving groups their rights in a migration."""

VERBS = ("view", "add", "change", "delete")


def grant(apps, rights):
    """
    Give each group its rights, making groups and rights that are not there yet.

    `rights`: {"editor": ["programme.add_city", …]}. Rights are made here as `migrate` will make
    them later: it finds them and adds none. Nothing is taken away from a group.
    """
    for name, labels in rights.items():
        group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(*(_permission(apps, label) for label in labels))


def rights_to(verbs, models):
    """["programme.view_city", …] for verbs such as "view" and labels such as "programme.city"."""
    return ["{0}.{2}_{1}".format(*label.split("."), verb) for label in models for verb in verbs]


def _permission(apps, label):
    app, codename = label.split(".")
    model, name = _holder(apps, app, codename)
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model._meta.model_name
    )
    permission, _made = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return permission


def _holder(apps, app, codename):
    """The model that a right belongs to, and the name of the right."""
    for model in apps.get_app_config(app).get_models():
        own = dict(model._meta.permissions)
        if codename in own:
            return model, own[codename]
        verb, _separator, name = codename.partition("_")
        if verb in VERBS and name == model._meta.model_name:
            return model, f"Can {verb} {model._meta.verbose_name}"
    raise LookupError(f"{app}.{codename}")
