// Opens a package as the editor would: are the manifest, the grammar and the bundled extension in it, and
// does the bundle load with nothing beside it but the editor's own module?
//
//   node test/package.js FILE.vsix

const assert = require("node:assert");
const Module = require("node:module");
const yauzl = require("yauzl");

/** The texts of all files in a zip file, by path. */
async function unzip(path) {
  const texts = new Map();
  const zip = await yauzl.openPromise(path);
  for await (const entry of zip.eachEntry()) {
    const chunks = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
    texts.set(entry.fileName, Buffer.concat(chunks).toString());
  }
  return texts;
}

/** Stands for everything that the editor offers: to call, to extend, to look into. */
function stub() {
  return new Proxy(class {}, {
    get: (target, name) => (name in target || typeof name === "symbol" ? target[name] : stub()),
  });
}

/** Runs the bundle and gives what it exports. Anything but the editor and Node's own modules is refused. */
function load(code) {
  const module = new Module("bundle");
  module.require = (name) => {
    if (name === "vscode") return stub();
    assert(Module.isBuiltin(name), `the bundle asks for ${name}`);
    return require(name);
  };
  const run = new Function("exports", "require", "module", "__filename", "__dirname", code);
  run.call(module.exports, module.exports, module.require, module, "extension.js", __dirname);
  return module.exports;
}

async function main(path) {
  const files = await unzip(path);
  const read = (name) => files.get(`extension/${name.replace("./", "")}`) ?? assert.fail(`${name} is not in ${path}`);
  assert(files.has("extension.vsixmanifest") && files.has("[Content_Types].xml"));

  const { contributes, main: entry } = JSON.parse(read("package.json"));
  const [language] = contributes.languages;
  assert.deepStrictEqual([language.id, language.extensions], ["pipe", [".pipe"]]);
  assert.strictEqual(JSON.parse(read(language.configuration)).comments.lineComment, "#");
  const [grammar] = contributes.grammars;
  assert.strictEqual(grammar.language, language.id);
  assert.strictEqual(JSON.parse(read(grammar.path)).scopeName, grammar.scopeName);

  const extension = load(read(entry));
  assert.deepStrictEqual(Object.keys(extension).sort(), ["activate", "deactivate"]);
  const stray = [...files.keys()].filter((name) => /node_modules|\/test\/|package-lock/.test(name));
  assert.deepStrictEqual(stray, []);
  console.log(`${path}: ${files.size} files, the bundle loads`);
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exit(1);
});
