package dev.naru.storage;

/** Where in a segment's file a batch is. */
record BatchPosition(int position, int sizeBytes) {}
