package dev.signalbox.query.proof;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Signs what the tree has become, but never another history than the one signed before. */
@Component
class Notary {

    private final Tree tree;
    private final Checkpoints checkpoints;
    private final CheckpointFile file;
    private final KeyFile keys;
    private final TransactionTemplate transaction;

    Notary(
            Tree tree,
            Checkpoints checkpoints,
            CheckpointFile file,
            KeyFile keys,
            PlatformTransactionManager transactions) {
        this.tree = tree;
        this.checkpoints = checkpoints;
        this.file = file;
        this.keys = keys;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Makes this node's key known, and ends a rotation that was cut off. */
    synchronized void begin() throws IOException {
        String origin = tree.origin();
        SigningKey unfinished = keys.unfinished();
        if (unfinished != null) {
            if (isKnown(unfinished.vkey(origin))) {
                keys.promoteNext(unfinished);
            } else {
                keys.dropNext();
            }
        }
        checkpoints.register(keys.key().vkey(origin));
    }

    private boolean isKnown(String vkey) {
        return checkpoints.signers().stream().anyMatch(signer -> signer.vkey().equals(vkey));
    }

    /** Whether there are events that no checkpoint covers. */
    boolean isDue() {
        return tree.size() > checkpoints.last().map(Checkpoint::size).orElse(0L);
    }

    /** The file first: a checkpoint that only the database had could be taken away unseen. */
    synchronized void sign() throws IOException {
        long size = tree.size();
        Checkpoint checkpoint = Checkpoint.sign(tree.origin(), size, provenRoot(size), keys.key());
        file.append(checkpoint);
        checkpoints.add(checkpoint);
    }

    /** What other nodes signed goes to this node's file as well. */
    synchronized void copy() throws IOException {
        Checkpoint last = file.last();
        for (Checkpoint checkpoint : checkpoints.from(last == null ? 0 : last.size())) {
            requireSame(checkpoint, tree.size());
            file.append(checkpoint);
        }
    }

    /** @return the new public key */
    synchronized String rotate() throws IOException {
        tree.grow();
        long size = tree.size();
        String origin = tree.origin();
        byte[] root = provenRoot(size);
        SigningKey old = keys.key();
        SigningKey next = keys.prepareNext();
        Checkpoint handOver = Checkpoint.handOver(origin, size, root, old, next);
        file.append(handOver);
        transaction.executeWithoutResult(status -> {
            checkpoints.register(next.vkey(origin));
            checkpoints.retire(old.vkey(origin));
            checkpoints.add(handOver);
        });
        keys.promoteNext(next);
        return next.vkey(origin);
    }

    private byte[] provenRoot(long size) {
        requireSame(file.last(), size);
        requireSame(checkpoints.last().orElse(null), size);
        return tree.root(size);
    }

    private void requireSame(@Nullable Checkpoint signed, long size) {
        if (signed == null) {
            return;
        }
        if (!signed.origin().equals(tree.origin())) {
            throw new BrokenLog("The last checkpoint is of another log, " + signed.origin() + ".");
        }
        if (signed.size() > size) {
            throw new BrokenLog("A checkpoint covers " + signed.size() + " events, the tree has only " + size + ".");
        }
        if (!signed.saysTheSameAs(tree.root(signed.size()))) {
            throw new BrokenLog("The first " + signed.size() + " events are not those that were signed.");
        }
    }
}
