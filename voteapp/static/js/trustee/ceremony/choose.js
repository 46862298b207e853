// Which of the wizard's pages fits. A page's name is that of its function in making.js, saving.js,
// rehearsal.js, lost.js or trouble.js.

/**
 * Whether the key was tried and nothing of it is kept here any more. The server's word alone must
 * not hide a key that nobody has saved.
 */
export function isOver({ key, tried, task }) {
  return key.record === null && (tried || task.rehearsed);
}

/** The page for a wizard's state (wizard.js). */
export function choosePage(wizard) {
  const { task, told } = wizard;
  if (wizard.signedOut) return "signedOut";
  if (wizard.outdated !== null) return "stale";
  if (wizard.renewed !== null) return "renewed";
  if (isOver(wizard) && wizard.newFile !== null) return "newFile";
  if (task.lost) return "lost";
  if (isOver(wizard)) return "done";
  if (wizard.fault !== null) return "fault";
  if (told.failure !== null || task.failure !== null) return "failed";
  return told.done ? chooseSafe(wizard) : chooseMaking(wizard);
}

function chooseMaking({ told, key, compared }) {
  if (key.record === null) return told.given.length === 0 ? "make" : "absent";
  if (!key.unlocked) return "unlock";
  if (told.next === "commit" && compared !== told.words) return "words";
  return told.step === "certificate" ? "wait" : "work";
}

function chooseSafe({ rehearsing, key }) {
  if (rehearsing || key.record === null) return "rehearse";
  if (!key.unlocked) return "unlock";
  return key.finished === null ? "work" : "save";
}
