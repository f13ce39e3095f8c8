from message_case import CHARACTERS, Says, invalid, missing, path_rule, too_long
from registry_case import RegistryCase
from tracking_case import UNKNOWN_RUN, here_or_mlflow


class RegistryMessages(Says, RegistryCase):
    def setUp(self):
        self.name = self.new_model()

    def test_names_of_models(self):
        for call, field in (("create", "name"), ("rename", "new_name")):
            own = {"name": self.name} if call == "rename" else {}
            path = f"registered-models/{call}"
            self.says("Invalid model name 'a/b'. Names cannot contain '/' or ':'.", path, **own, **{field: "a/b"})
            self.says(missing(field), path, **own, **{field: ""})
        self.says(missing("name"), "registered-models/create")
        self.says("Missing value for required parameter 'name'.", "registered-models/create", name=" ")
        self.says(invalid('".."', "name", path_rule("..")), "registered-models/create", name="..")
        self.says(missing("name"), "registered-models/get", method="GET")

    def test_tags(self):
        odd = [{"key": "a#b", "value": "1"}]
        self.says(invalid('"a#b"', "key", CHARACTERS), "registered-models/create", name=self.new_name(), tags=odd)
        version = {"name": self.name, "version": str(self.new_version(self.name))}
        for call, own in (("registered-models", {"name": self.name}), ("model-versions", version)):
            path = f"{call}/set-tag"
            self.says(invalid('"a#b"', "key", CHARACTERS), path, key="a#b", value="1", **own)
            self.says(too_long("key", 250), path, key="a" * 251, value="1", **own)
            self.says(missing("key"), path, value="1", **own)

    def test_models_that_are_not_there(self):
        message = "Registered Model with name=nobody's not found"
        for call, method, given in (
            ("registered-models/get", "GET", {}),
            ("registered-models/update", "PATCH", {"description": "d"}),
            ("registered-models/rename", "POST", {"new_name": "mine"}),
            ("registered-models/delete", "DELETE", {}),
            ("registered-models/get-latest-versions", "POST", {}),
            ("model-versions/create", "POST", {"source": "s3://bucket/model"}),
        ):
            self.is_missing(message, call, method=method, name="nobody's", **given)

    def test_versions_that_are_not_there(self):
        message = f"Model Version (name={self.name}, version=9) not found"
        for call, method, given in (
            ("model-versions/get", "GET", {}),
            ("model-versions/delete", "DELETE", {}),
            ("model-versions/transition-stage", "POST", {"stage": "Staging", "archive_existing_versions": False}),
            ("model-versions/set-tag", "POST", {"key": "t", "value": "1"}),
            ("registered-models/alias", "POST", {"alias": "champion"}),
        ):
            self.is_missing(message, call, method=method, name=self.name, version="9", **given)
        self.says(missing("version"), "model-versions/get", method="GET", name=self.name)
        self.says(missing("source"), "model-versions/create", name=self.name)
        number = "Parameter 'version' must be an integer, got 'one'."
        self.says(number, "model-versions/get", method="GET", name=self.name, version="one")

    def test_aliases(self):
        alias, own = "registered-models/alias", {"name": self.name, "version": str(self.new_version(self.name))}
        characters = "Names may only contain alphanumerics, underscores (_), and dashes (-)."
        self.says(f"Invalid alias name: 'a b'. {characters}", alias, alias="a b", **own)
        self.says("'latest' alias name (case insensitive) is reserved.", alias, alias="Latest", **own)
        self.says("Version alias name 'v1' is reserved.", alias, alias="v1", **own)
        self.says(too_long("Registered model alias name", 255), alias, alias="a" * 256, **own)
        self.says(missing("alias"), alias, **own)
        nowhere = "Registered model alias nowhere not found."
        self.says(nowhere, "registered-models/alias", method="GET", name=self.name, alias="nowhere")

    def test_stages(self):
        stage, own = "model-versions/transition-stage", {"name": self.name, "version": str(self.new_version(self.name))}
        stages = here_or_mlflow("None, Development, Staging, ", "None, Staging, ", because="there is one more here")
        best = f"Invalid Model Version stage: Best. Value must be one of {stages}Production, Archived."
        self.says(best, stage, stage="Best", archive_existing_versions=False, **own)
        archive = (
            "Model version transition cannot archive existing model versions because 'Archived' is not an Active stage."
            " Valid stages are ['Staging', 'Production']"
        )
        answer = here_or_mlflow(
            (400, "INVALID_PARAMETER_VALUE"), (500, "INTERNAL_ERROR"), because="a client's mistake is no failure of the server"
        )
        self.says(archive, stage, answer=answer, stage="Archived", archive_existing_versions=True, **own)

    def test_logged_models(self):
        model_id = f"m-{UNKNOWN_RUN}"
        self.is_missing(f"Logged model with ID '{model_id}' not found.", f"logged-models/{model_id}", method="GET")
        name = (
            "Invalid model name ('a/b') provided. Model name must be a non-empty string and cannot contain the following"
            " characters: ('/', ':', '.', '%', '\"', \"'\")"
        )
        self.says(name, "logged-models", experiment_id=self.new_experiment(), name="a/b")
