package dev.signalbox.query.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The stored tree. It only grows, by one node at a time, and is no view: a rebuild of the views does not touch it. */
@Component
class Tree implements Merkle.Nodes {

    private static final int BATCH = 1000;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final TransactionTemplate transaction;

    Tree(JdbcClient jdbc, JdbcTemplate batches, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.transaction = new TransactionTemplate(transactions);
    }

    private record Node(int level, long index) {}

    String origin() {
        return jdbc.sql("select origin from proof_log").query(String.class).single();
    }

    long size() {
        return jdbc.sql("select size from proof_log").query(Long.class).single();
    }

    byte[] root(long size) {
        return Merkle.root(this, size);
    }

    @Override
    public byte[] hash(int level, long index) {
        return jdbc.sql("select hash from proof_node where level = ? and index = ?")
                .params(level, index)
                .query((row, number) -> row.getBytes(1))
                .optional()
                .orElseThrow(() -> new BrokenLog("The tree's node " + index + " of level " + level + " is missing."));
    }

    /** Takes in all committed events; returns at once when another node does it. */
    void grow() {
        while (Boolean.TRUE.equals(transaction.execute(status -> growByABatch()))) {
            // a transaction each, so that a long log does not hold the lock for long
        }
    }

    private boolean growByABatch() {
        List<Long> locked = jdbc.sql("select size from proof_log for update skip locked")
                .query(Long.class)
                .list();
        if (locked.isEmpty()) {
            return false;
        }
        long size = locked.getFirst();
        // with the last one that is in: whoever replaced it must not get a tree that goes on from there
        List<StoredRow> rows = jdbc.sql(StoredRow.SELECT + "where global_index >= ? order by global_index limit ?")
                .params(size, BATCH)
                .query((row, number) -> StoredRow.of(row))
                .list();
        List<StoredRow> fresh = size == 0 ? rows : afterTheLast(size, rows);
        if (fresh.isEmpty()) {
            return false;
        }
        append(size, fresh);
        return true;
    }

    private List<StoredRow> afterTheLast(long size, List<StoredRow> rows) {
        if (rows.isEmpty()
                || rows.getFirst().position() != size
                || !Arrays.equals(rows.getFirst().leafHash(), hash(0, size - 1))) {
            throw new BrokenLog("The event at position " + size + " is not the one that the tree has.");
        }
        return rows.subList(1, rows.size());
    }

    private void append(long size, List<StoredRow> rows) {
        Map<Node, byte[]> fresh = new HashMap<>();
        long index = size;
        for (StoredRow row : rows) {
            if (row.position() != index + 1) {
                throw new BrokenLog("There is no event at position " + (index + 1) + ", but one behind it.");
            }
            add(fresh, index++, row.leafHash());
        }
        List<Object[]> values = new ArrayList<>(fresh.size());
        fresh.forEach((node, hash) -> values.add(new Object[] {node.level(), node.index(), hash}));
        batches.batchUpdate("insert into proof_node (level, index, hash) values (?, ?, ?)", values);
        jdbc.sql("update proof_log set size = ?").param(index).update();
    }

    private void add(Map<Node, byte[]> fresh, long leaf, byte[] leafHash) {
        byte[] hash = leafHash;
        long index = leaf;
        int level = 0;
        fresh.put(new Node(level, index), hash);
        while ((index & 1) == 1) {
            byte[] left = fresh.get(new Node(level, index - 1));
            hash = Merkle.node(left == null ? hash(level, index - 1) : left, hash);
            index >>= 1;
            level++;
            fresh.put(new Node(level, index), hash);
        }
    }
}
