package dev.signalbox.inference.probe;

/** What a probe found. @param message our own words, never the server's */
record Health(HealthStatus status, String message, long latencyMs) {

    static Health down(String message) {
        return new Health(HealthStatus.DOWN, message, 0);
    }

    static Health degraded(String message) {
        return new Health(HealthStatus.DEGRADED, message, 0);
    }

    Health after(long millis) {
        return new Health(status, message, millis);
    }
}
