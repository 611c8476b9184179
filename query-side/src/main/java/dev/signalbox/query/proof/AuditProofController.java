package dev.signalbox.query.proof;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/api/v1/llm-config/audit")
@Tag(name = "Audit proofs")
class AuditProofController {

    private final Tree tree;
    private final Checkpoints checkpoints;
    private final TreeKeeper keeper;
    private final JdbcClient jdbc;

    AuditProofController(Tree tree, Checkpoints checkpoints, TreeKeeper keeper, JdbcClient jdbc) {
        this.tree = tree;
        this.checkpoints = checkpoints;
        this.keeper = keeper;
        this.jdbc = jdbc;
    }

    /** @param problem why nothing is signed now, or null */
    record Status(
            String origin,
            long treeSize,
            long checkpointSize,
            @Nullable String problem) {}

    record Keys(List<Checkpoints.Signer> keys) {}

    /** Hashes are base64. */
    record Inclusion(long position, long leafIndex, long size, String leafHash, List<String> hashes, String rootHash) {}

    record Consistency(long from, long to, List<String> hashes, String fromRoot, String toRoot) {}

    /** @param entry the canonical bytes, base64 */
    record Bundle(
            String format,
            long position,
            String entry,
            long leafIndex,
            List<String> hashes,
            String checkpoint,
            List<String> keys) {}

    @GetMapping("/proof")
    @Operation(summary = "How far the tree and the checkpoints are")
    Status status() {
        long signed = checkpoints.last().map(Checkpoint::size).orElse(0L);
        return new Status(tree.origin(), tree.size(), signed, keeper.problem());
    }

    @GetMapping("/keys")
    @Operation(summary = "The public keys of all who sign or have signed, in the form of signed notes")
    Keys keys() {
        return new Keys(checkpoints.signers());
    }

    @GetMapping(value = "/checkpoint", produces = "text/plain;charset=utf-8")
    @Operation(summary = "The last checkpoint, or the one of a size, as a signed note (C2SP tlog-checkpoint)")
    String checkpoint(@RequestParam(name = "size", required = false) @Nullable String size) {
        if (size == null) {
            return checkpoints
                    .last()
                    .orElseThrow(() -> unknown("There is no checkpoint yet."))
                    .note();
        }
        long wanted = number("size", size, 0);
        return checkpoints
                .ofSize(wanted)
                .orElseThrow(() -> unknown("There is no checkpoint of size " + wanted + "."))
                .note();
    }

    @GetMapping(value = "/proof/inclusion", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "That the event at a position is in the log of a size (RFC 6962, 2.1.1)")
    Inclusion inclusion(
            @RequestParam("position") String position,
            @RequestParam(name = "size", required = false) @Nullable String size) {
        long wanted = number("position", position, 1);
        long of = size == null ? tree.size() : known("size", number("size", size, 1));
        if (wanted > of) {
            throw unknown("There is no position " + wanted + " in a log of size " + of + ".");
        }
        return new Inclusion(
                wanted,
                wanted - 1,
                of,
                text(tree.hash(0, wanted - 1)),
                texts(Merkle.inclusion(tree, wanted - 1, of)),
                text(tree.root(of)));
    }

    @GetMapping(value = "/proof/consistency", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "That the log of one size is the beginning of the log of another (RFC 6962, 2.1.2)")
    Consistency consistency(@RequestParam("from") String from, @RequestParam("to") String to) {
        long first = known("from", number("from", from, 0));
        long second = known("to", number("to", to, 0));
        if (first > second) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "from must not be greater than to.");
        }
        return new Consistency(
                first,
                second,
                texts(Merkle.consistency(tree, first, second)),
                text(tree.root(first)),
                text(tree.root(second)));
    }

    @GetMapping(value = "/proof/bundle/{position}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "All that is needed to prove one event offline: its bytes, an inclusion proof, a checkpoint")
    Bundle bundle(@PathVariable("position") String position) {
        long wanted = known("position", number("position", position, 1));
        Checkpoint checkpoint = checkpoints
                .covering(wanted)
                .orElseThrow(() -> unknown("No checkpoint covers position " + wanted + " yet; the next one will."));
        StoredRow row = jdbc.sql(StoredRow.SELECT + "where global_index = ?")
                .param(wanted)
                .query((found, number) -> StoredRow.of(found))
                .optional()
                .orElseThrow(() -> unknown("There is no event at position " + wanted + "."));
        return new Bundle(
                "signalbox-audit-bundle/1",
                wanted,
                text(row.canonical()),
                wanted - 1,
                texts(Merkle.inclusion(tree, wanted - 1, checkpoint.size())),
                checkpoint.note(),
                checkpoints.signers().stream().map(Checkpoints.Signer::vkey).toList());
    }

    private long known(String name, long size) {
        long there = tree.size();
        if (size > there) {
            throw unknown("There is no " + name + " " + size + " yet: the log's tree has " + there + " entries.");
        }
        return size;
    }

    static long number(String name, String text, long least) {
        try {
            long number = Long.parseLong(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new ResponseStatusException(
                HttpStatus.BAD_REQUEST, name + " must be a whole number and at least " + least + ".");
    }

    private static ResponseStatusException unknown(String detail) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, detail);
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static List<String> texts(List<byte[]> hashes) {
        return hashes.stream().map(AuditProofController::text).toList();
    }
}
