import { runThread } from '../src/runThread';
import { openTestImage } from './plainImage';

runThread(openTestImage);
