export function readText(texts,language){const found=texts[language];return found?found.text:""}export function readHelp(texts,language){const found=texts[language];return found?found.help:""}
