package dev.signalbox.app.cli;

import dev.signalbox.app.verify.VerifyCommand;
import picocli.CommandLine.Command;

/** {@code signalbox audit …}. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AuditList.class,
            AuditImported.class,
            VerifyCommand.class,
            AuditKeys.class,
            AuditProof.class,
            AuditCheckpoint.class,
            AuditExportLog.class,
            AuditRotateKey.class
        },
        description = "The audit log: read it, check it, take it along.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox audit list --user alice --limit 20",
            "  signalbox audit verify",
            "  signalbox audit export-log -f log.ndjson"
        })
public final class AuditCommand {}
