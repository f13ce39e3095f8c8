/**
 * A gate for what must not be sent twice, however fast a button is clicked: the second click of a double click comes before
 * the page knows of the first. Open again after a failure. What is sent keeps its own error, to be shown where it happened.
 *
 * `const [once] = useState(onlyOnce)`
 */
export function onlyOnce(): (send: () => Promise<unknown>) => void {
  let sent = false;
  return (send) => {
    if (sent) return;
    sent = true;
    send().catch(() => {
      sent = false;
    });
  };
}
