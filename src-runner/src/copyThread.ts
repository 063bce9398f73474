import { openNtfsImage } from './drives/ntfsImage';
import { runThread } from './pipeline/nodeThread';

runThread(openNtfsImage);
