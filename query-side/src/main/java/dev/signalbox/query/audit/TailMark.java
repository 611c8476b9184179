package dev.signalbox.query.audit;

/** How far somebody has followed the log: the last event's position and the last act's number; the id of an SSE event. */
record TailMark(long position, long act) {

    /** @throws IllegalArgumentException when it is none of ours */
    static TailMark parse(String text) {
        String[] parts = text.split("-", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("not the id of an event of this stream");
        }
        return new TailMark(Parameters.natural(parts[0]), Parameters.natural(parts[1]));
    }

    TailMark after(AuditEntry entry) {
        return entry.position() == null
                ? new TailMark(position, entry.actNumber())
                : new TailMark(entry.position(), act);
    }

    TailMark withPosition(long other) {
        return new TailMark(other, act);
    }

    TailMark withAct(long other) {
        return new TailMark(position, other);
    }

    boolean isAheadOf(TailMark end) {
        return position > end.position || act > end.act;
    }

    @Override
    public String toString() {
        return position + "-" + act;
    }
}
