package dev.signalbox.command.restore;

import dev.signalbox.command.plan.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a restore did, or would do.
 *
 * @param basePosition the newest position before it
 * @param commands in their order
 * @param refused why nothing at all can be restored; in a dry run only, else it is the answer's error
 */
record Restored(
        long position,
        boolean dryRun,
        long basePosition,
        List<Step> commands,
        List<NotRestored> notRestored,
        @Nullable Refused refused) {

    record Refused(String code, String detail) {}
}
