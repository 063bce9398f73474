/** The thread of the pipeline's benchmark. */
import { runThread } from '../src-runner/src/pipeline/nodeThread';
import { openTestImage } from '../src-runner/src/pipeline/testImage';

runThread(openTestImage);
