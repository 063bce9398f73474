// Loaded before a measured program: says on standard error what it took, in its last moment. The threads of a program load it, too.
if (require('node:worker_threads').isMainThread) {
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    require('node:fs').writeSync(
      2,
      `\nusage ${JSON.stringify({ megabytes: maxRSS / 1024, cpu: (userCPUTime + systemCPUTime) / 1000 })}\n`,
    );
  });
}
