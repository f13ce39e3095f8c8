"""MLflow's own words where a call is refused, which people look up and programs compare."""

CHARACTERS = (
    "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/)."
)
API_DOCS = " See the API docs for more information about request parameters."


def path_rule(normal):
    return (
        "Names may be treated as files in certain cases, and must not resolve to other names when treated as such."
        f" This name would resolve to '{normal}'"
    )


def invalid(value, name, reason):
    return f"Invalid value {value} for parameter '{name}' supplied: {reason}"


def missing(name):
    return f"Missing value for required parameter '{name}'.{API_DOCS}"


def wrong_type(value, name, type_name):
    return invalid(value, name, f" Hint: Value was of type '{type_name}'.{API_DOCS}")


def too_long(name, most):
    return f"'{name}' exceeds the maximum length of {most} characters"


class Says:
    """Beside a case of tests."""

    def says(self, message, path, /, answer=(400, "INVALID_PARAMETER_VALUE"), method="POST", **given):
        with self.subTest(path=path, given=str(given)[:200]):
            ask = {"params": given} if method == "GET" else {"json": given}
            body = self.assertAnswer(self.ask(method, path, **ask), *answer)
            self.assertEqual(body["message"], message)

    def is_missing(self, message, path, /, **given):
        self.says(message, path, answer=(404, "RESOURCE_DOES_NOT_EXIST"), **given)
