import time

import mlflow
from mlflow.entities import ViewType
from tracking_case import TrackingCase


class SearchExperiments(TrackingCase):
    COUNT = 7

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # All of a server's experiments are searched: a mark tells these from others.
        cls.mark = f"mark{time.time_ns()}"
        cls.ids = []
        for i in range(cls.COUNT):
            tags = {"mark": cls.mark, "third": str(i % 3), **({"first": "yes"} if i < 3 else {})}
            cls.ids.append(cls.client.create_experiment(f"{cls.mark}/Name_{i}", tags=tags))
            time.sleep(0.002)

    def found(self, filter="", order_by=("name",), **options):
        own = f"tags.mark = '{self.mark}'" + (f" AND {filter}" if filter else "")
        found = self.client.search_experiments(filter_string=own, order_by=list(order_by), **options)
        return [self.ids.index(each.experiment_id) for each in found]

    def test_by_tags_and_names(self):
        self.assertEqual(self.found(), list(range(self.COUNT)))
        self.assertEqual(self.found("tags.third = '1'"), [1, 4])
        self.assertEqual(self.found("tags.third != '1'"), [0, 2, 3, 5, 6])
        self.assertEqual(self.found("tag.first = 'yes'"), [0, 1, 2])
        self.assertEqual(self.found(f"name = '{self.mark}/Name_3'"), [3])
        self.assertEqual(self.found("name LIKE '%Name_2'"), [2])
        self.assertEqual(self.found("attribute.name LIKE '%name_2'"), [])
        self.assertEqual(self.found("attribute.name ILIKE '%name_2'"), [2])

    def test_by_times(self):
        made = [self.client.get_experiment(id).creation_time for id in self.ids]
        self.assertEqual(self.found(f"creation_time > {made[3]}"), [i for i in range(self.COUNT) if made[i] > made[3]])
        self.assertEqual(self.found(f"last_update_time <= {made[3]}"), [i for i in range(self.COUNT) if made[i] <= made[3]])

    def test_a_found_one_is_told_whole(self):
        [found] = self.client.search_experiments(filter_string=f"name = '{self.mark}/Name_1'")
        self.assertEqual(dict(found), dict(self.client.get_experiment(self.ids[1])))

    def test_in_orders(self):
        backwards = list(range(self.COUNT))[::-1]
        self.assertEqual(self.found(order_by=["name DESC"]), backwards)
        self.assertEqual(self.found(order_by=["creation_time DESC"]), backwards)
        self.assertEqual(self.found(order_by=["creation_time ASC"]), backwards[::-1])
        self.assertEqual(self.found(order_by=["last_update_time"]), backwards[::-1])
        self.assertEqual(self.found(order_by=[]), backwards)

    def test_in_pages_of_every_size(self):
        for size in (1, 3, 6, 7, 8):
            found, token = [], None
            while token != "":
                page = self.client.search_experiments(
                    filter_string=f"tags.mark = '{self.mark}'", order_by=["name"], max_results=size, page_token=token
                )
                found += [self.ids.index(each.experiment_id) for each in page]
                token = page.token or ""
            self.assertEqual(found, list(range(self.COUNT)), size)

    def test_deleted_ones_where_they_are_asked_for(self):
        name = self.new_name()
        id = self.client.create_experiment(name)
        self.client.delete_experiment(id)
        count = lambda view: len(self.client.search_experiments(view, filter_string=f"name = '{name}'"))  # noqa: E731
        self.assertEqual([count(view) for view in (ViewType.ACTIVE_ONLY, ViewType.DELETED_ONLY, ViewType.ALL)], [0, 1, 1])

    def test_the_default_one_is_among_them(self):
        names = [each.name for each in mlflow.search_experiments(filter_string="name = 'Default'")]
        self.assertEqual(names, ["Default"])

    def test_by_get_as_by_post(self):
        query = {"filter": f"tags.mark = '{self.mark}'", "max_results": 2, "order_by": "name"}
        body = self.assertAnswer(self.get("experiments/search", **query), 200)
        self.assertEqual([each["experiment_id"] for each in body["experiments"]], self.ids[:2])

    def test_what_is_no_search_is_refused(self):
        for filter in ("nonsense = 'a'", "name", "name > 'a'", "name = 5", "creation_time = 'a'", "metrics.a > 1", "name = 'a' OR name = 'b'"):
            with self.subTest(filter):
                self.assertInvalid(self.post("experiments/search", {"max_results": 5, "filter": filter}))
        for odd in ({"max_results": 0}, {"max_results": -1}, {"max_results": 50_001}, {"order_by": ["nonsense"]}, {"page_token": "nonsense"}):
            with self.subTest(odd):
                self.assertInvalid(self.post("experiments/search", {"max_results": 5, **odd}))
