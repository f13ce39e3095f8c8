from registry_case import RegistryCase
from tracking_case import now

ODD_NAMES = ["größe (v2) + 1%", "  spaces  ", "line\nbreak", "quote ' \" `", "__proto__", "%2e%2e", "-", "...", "日本語"]
NO_NAMES = ["a/b", "a:b", "..", ".", " "]
NO_KEYS = ["", "/a", "a//b", "./a", "a/", "..", "a,b", "x" * 251]


class RegisteredModels(RegistryCase):
    def test_a_new_one_is_told_as_it_was_made(self):
        name, before = self.new_name(), now()
        made = self.client.create_registered_model(name, tags={"team": "red"}, description="of houses")
        for model in (made, self.client.get_registered_model(name)):
            self.assertEqual(model.name, name)
            self.assertEqual(model.description, "of houses")
            self.assertEqual(model.tags, {"team": "red"})
            self.assertEqual(model.aliases, {})
            self.assertEqual(list(model.latest_versions), [])
            self.assertLess(abs(model.creation_timestamp - before), 60_000)
            self.assertEqual(model.creation_timestamp, model.last_updated_timestamp)

    def test_a_name_is_given_once(self):
        name = self.new_model()
        error = self.refused("RESOURCE_ALREADY_EXISTS", self.client.create_registered_model, name)
        self.assertIn(f"Registered Model (name={name}) already exists.", str(error))

    def test_odd_names_are_kept_to_the_letter(self):
        for odd in ODD_NAMES:
            with self.subTest(odd):
                name = self.new_name() + odd
                self.client.create_registered_model(name)
                self.assertEqual(self.client.get_registered_model(name).name, name)
                self.client.delete_registered_model(name)

    def test_names_that_would_be_paths_are_refused(self):
        known = self.new_model()
        for name in NO_NAMES:
            with self.subTest(name):
                self.assertInvalid(self.post("registered-models/create", {"name": name}))
                self.assertInvalid(self.post("registered-models/rename", {"name": known, "new_name": name}))

    def test_one_that_is_not_there_is_not_found(self):
        for call in (self.client.get_registered_model, self.client.delete_registered_model):
            self.refused("RESOURCE_DOES_NOT_EXIST", call, self.new_name())
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.update_registered_model, self.new_name(), "x")
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.rename_registered_model, self.new_name(), "x")
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.get_latest_versions, self.new_name())
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.set_registered_model_tag, self.new_name(), "k", "v")

    def test_is_described_anew(self):
        name = self.new_model(description="old")
        self.assertEqual(self.client.update_registered_model(name, "new").description, "new")
        self.assertEqual(self.client.get_registered_model(name).description, "new")

    def test_keeps_versions_tags_and_aliases_under_another_name(self):
        name = self.new_versions(2)
        self.client.set_registered_model_tag(name, "k", "v")
        self.client.set_registered_model_alias(name, "champion", 1)
        other = self.new_name()
        self.client.rename_registered_model(name, other)
        model = self.client.get_registered_model(other)
        self.assertEqual(model.tags, {"k": "v"})
        self.assertEqual({alias: int(version) for alias, version in model.aliases.items()}, {"champion": 1})
        self.assertEqual(self.numbers(model.latest_versions), [2])
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.get_registered_model, name)
        taken = self.new_model()
        self.refused("RESOURCE_ALREADY_EXISTS", self.client.rename_registered_model, other, taken)

    def test_goes_with_its_versions_even_from_production(self):
        name = self.new_versions(1)
        self.client.transition_model_version_stage(name, 1, "Production")
        self.client.delete_registered_model(name)
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.get_model_version, name, 1)
        self.assertEqual(list(self.client.search_model_versions(f"name = '{name}'")), [])
        self.client.create_registered_model(name)
        self.assertEqual(self.new_version(name), 1)

    def test_tags_are_set_replaced_and_removed(self):
        name = self.new_model()
        for value in ("1", "", "ü" * 5_000):
            self.client.set_registered_model_tag(name, "a/b c:d", value)
            self.assertEqual(self.client.get_registered_model(name).tags, {"a/b c:d": value})
        self.client.delete_registered_model_tag(name, "a/b c:d")
        self.client.delete_registered_model_tag(name, "never there")
        self.assertEqual(self.client.get_registered_model(name).tags, {})

    def test_tags_have_limits(self):
        name = self.new_model()
        for key in NO_KEYS:
            with self.subTest(key[:10]):
                body = {"name": name, "key": key, "value": "v"}
                self.assertInvalid(self.post("registered-models/set-tag", body))
        body = {"name": name, "key": "k", "value": "x" * 100_001}
        self.assertInvalid(self.post("registered-models/set-tag", body))

    def test_aliases_are_set_moved_and_removed(self):
        name = self.new_versions(2)
        for version in (1, 2):
            self.client.set_registered_model_alias(name, "größe_1-x", version)
            found = self.client.get_model_version_by_alias(name, "größe_1-x")
            self.assertEqual((int(found.version), list(found.aliases)), (version, ["größe_1-x"]))
        self.client.delete_registered_model_alias(name, "größe_1-x")
        self.client.delete_registered_model_alias(name, "never-there")
        self.refused("INVALID_PARAMETER_VALUE", self.client.get_model_version_by_alias, name, "größe_1-x")
        self.refused("RESOURCE_DOES_NOT_EXIST", self.client.set_registered_model_alias, name, "a", 9)

    def test_aliases_do_not_look_like_versions(self):
        name = self.new_versions(2)
        for alias in ("latest", "LATEST", "v1", "V12", "a b", "a.b", "x" * 256):
            with self.subTest(alias[:10]):
                self.refused("INVALID_PARAMETER_VALUE", self.client.set_registered_model_alias, name, alias, 1)
        self.client.set_registered_model_alias(name, "v1x", 1)
        self.assertEqual(int(self.client.get_model_version_by_alias(name, "latest").version), 2)

    def test_is_found_by_name_and_tags(self):
        prefix = self.new_name()
        for end, team in (("_b", "red"), ("_a", "red"), ("_C", "blue")):
            self.client.create_registered_model(prefix + end, tags={"team": team})

        def found(filter, **options):
            names = [model.name for model in self.client.search_registered_models(filter, **options)]
            return [name.removeprefix(prefix) for name in names]

        mine = f"name LIKE '{prefix}%'"
        self.assertEqual(found(mine), ["_C", "_a", "_b"])
        self.assertEqual(found(mine, order_by=["name DESC"]), ["_b", "_a", "_C"])
        self.assertEqual(found(f"{mine} AND tags.team = 'red'"), ["_a", "_b"])
        self.assertEqual(found(f"{mine} AND tags.team != 'red'"), ["_C"])
        self.assertEqual(found(f"name = '{prefix}_a'"), ["_a"])
        self.assertEqual(found(f"name ILIKE '{prefix.upper()}%' AND tag.team ILIKE 'BLUE'"), ["_C"])
        self.assertEqual(found(f"{mine} AND tags.none = 'x'"), [])

    def test_are_listed_page_by_page(self):
        prefix = self.new_name()
        for index in range(5):
            self.client.create_registered_model(f"{prefix}_{index}")
        names, token = [], None
        while token != "":
            page = self.client.search_registered_models(f"name LIKE '{prefix}%'", max_results=2, page_token=token)
            names += [model.name for model in page]
            token = page.token or ""
        self.assertEqual(names, [f"{prefix}_{index}" for index in range(5)])

    def test_odd_filters_are_refused(self):
        for filter in ("name", "name = x", "nam = 'x'", "tags.a > 'x'", "name = 'x' OR name = 'y'"):
            with self.subTest(filter):
                self.refused("INVALID_PARAMETER_VALUE", self.client.search_registered_models, filter)
