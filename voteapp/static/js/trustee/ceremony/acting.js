// What a trustee's page says by itself, once the words were compared: its messages, one after the
// other, each kept in this browser before it is said.

const BY_ITSELF = ["work", "wait"];

/** On the pages where nothing is asked of the person, do what is due, as long as anything is. */
export async function actByItself(wizard) {
  if (!BY_ITSELF.includes(wizard.page)) return;
  try {
    while (BY_ITSELF.includes(wizard.page) && (await takeStep(wizard)));
    wizard.status.problem(null);
  } catch (error) {
    wizard.handle(error);
  }
}

/** One own step: keep first, then say. False when nothing is due. */
async function takeStep(wizard) {
  const { told, key } = wizard;
  if (told.done) {
    await wizard.inTurn(() => finish(wizard));
    return false;
  }
  if (told.next === null) return false;
  const { report } = wizard.progress;
  const said = await wizard.inTurn(() => key.act(wizard.compared, report));
  if (said === null) return false;
  await key.keep(said.record);
  await wizard.say(said.step, said.message);
  return true;
}

async function finish(wizard) {
  await wizard.key.finish(wizard.progress.report);
  wizard.render();
}
