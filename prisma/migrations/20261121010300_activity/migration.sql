-- The feed of one person, and of what happens seldom. What machines write most, the end of a run, is in neither: it costs
-- nothing more, and who asks for runs finds it by time.
CREATE INDEX "Event_by_person" ON "Event" ("projectId", (actor->>'id'), at DESC, id DESC) WHERE actor->>'kind' = 'user';
CREATE INDEX "Event_seldom" ON "Event" ("projectId", at DESC, id DESC) WHERE name <> 'run/finished';
