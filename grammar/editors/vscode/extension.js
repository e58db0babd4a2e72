// Starts `pipette lsp` and connects it to the editor. What the server finds, shows and offers is its own
// business; here is only how it is started, restarted and stopped.

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

/** The running client, or none. */
let client;

/** What the settings say that has to be started. It is spoken to over stdin and stdout. */
function server() {
  const settings = vscode.workspace.getConfiguration("pipette.server");
  return { command: settings.get("path"), args: settings.get("arguments") };
}

async function start() {
  const options = { documentSelector: [{ language: "pipe" }] };
  const program = server();
  const started = new LanguageClient("pipette", "Pipette", program, options);
  try {
    await started.start();
    client = started;
  } catch (error) {
    const setting = "the setting `pipette.server.path` says where it lies";
    vscode.window.showErrorMessage(`Pipette: \`${program.command}\` does not start; ${setting} (${error.message})`);
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

let work = Promise.resolve();

/** One restart after the other, however fast the settings change. A server that does not stop is left alone. */
function restart() {
  work = work.then(stop).catch(() => {}).then(start);
  return work;
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("pipette.restart", restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("pipette.server")) restart();
    }),
  );
  await restart();
}

module.exports = { activate, deactivate: stop };
