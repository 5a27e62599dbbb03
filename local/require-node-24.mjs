// Plain JavaScript, since it must run on older versions of Node.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Lastcall needs Node 24 or later; this is ${process.version}. npm ci brings it on Linux and Windows, on a Mac install it.`,
  );
  process.exitCode = 1;
}
