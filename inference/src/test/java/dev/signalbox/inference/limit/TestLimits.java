package dev.signalbox.inference.limit;

/** Client limits for tests of other packages. */
public final class TestLimits {

    private final MemoryAllowances allowances = new MemoryAllowances();
    private final ClientLimits limits =
            new ClientLimits(allowances, ended -> ended.tokens().cost());

    public ClientLimits limits() {
        return limits;
    }

    /** Whether the database can't be asked. */
    public void away(boolean away) {
        allowances.away(away);
    }

    /** What happens by itself twice a second. */
    public void sweep() {
        limits.sweep();
    }

    public double used(Kind kind) {
        return allowances.used(kind);
    }

    /** By another node. */
    public void use(Kind kind, double amount) {
        allowances.use(kind, amount);
    }
}
