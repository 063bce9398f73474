import { parentPort } from 'node:worker_threads';
import { stretchRecoveryPassword } from './recoveryPassword';
import type { StretchRequest } from './keyStretcher';

parentPort!.on('message', ({ password, salt }: StretchRequest) => {
  void stretchRecoveryPassword(password, salt).then((key) => {
    parentPort!.postMessage(key);
    key.fill(0);
  });
});
