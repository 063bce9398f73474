// Loaded before a measured program, and by its threads. Reports the used resources on standard error at the end.
if (require('node:worker_threads').isMainThread) {
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    require('node:fs').writeSync(
      2,
      `\nusage ${JSON.stringify({ megabytes: maxRSS / 1024, cpu: (userCPUTime + systemCPUTime) / 1000 })}\n`,
    );
  });
}
