import { runThread } from './runThread';
import { openTestImage } from './pipeline/testImage';

runThread(openTestImage);
