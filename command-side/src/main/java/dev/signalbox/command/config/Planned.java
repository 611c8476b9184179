package dev.signalbox.command.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file changes, or has changed.
 *
 * @param position of the configuration: before a plan's changes, after an application's
 * @param digest of the file
 * @param readable the same as the changes, for people
 */
record Planned(
        long position,
        boolean applied,
        String digest,
        @Nullable String commit,
        List<Change> changes,
        List<String> readable) {}
