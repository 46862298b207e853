export const LARGEST_TREE=1024;
