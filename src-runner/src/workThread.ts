import { openNtfsImage } from './drives/ntfsImage';
import { runThread } from './runThread';

runThread(openNtfsImage);
