package dev.signalbox.inference.reload;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Brings what a node keeps in memory up to date; used by one thread at a time. */
public interface Loader {

    /** Before the first look at the database. */
    void fromDisk();

    /** @return the position that the node has now */
    long fromDatabase() throws InterruptedException, ExecutionException, TimeoutException;

    /** What is wrapped by a key-encryption key is wrapped by another one now. */
    void forgetKeys();
}
