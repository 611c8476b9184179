package dev.signalbox.app.cli;

import dev.signalbox.app.logging.KeyPatterns;

/**
 * One check of a self-test.
 *
 * @param detail what was seen, or what is wrong and what to do
 */
record Check(String purpose, String name, Outcome outcome, String detail, long millis) {

    enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    /** Whatever a server says about itself: never more of a key than its mask. */
    Check {
        detail = KeyPatterns.masked(detail);
    }

    /** What a check finds out. */
    record Result(Outcome outcome, String detail) {
        static Result passed(String detail) {
            return new Result(Outcome.PASSED, detail);
        }

        static Result failed(String detail) {
            return new Result(Outcome.FAILED, detail);
        }

        static Result skipped(String detail) {
            return new Result(Outcome.SKIPPED, detail);
        }
    }

    String line() {
        String sign =
                switch (outcome) {
                    case PASSED -> "ok  ";
                    case FAILED -> "FAIL";
                    case SKIPPED -> "skip";
                };
        return "  " + sign + " " + name + (detail.isEmpty() ? "" : ": " + detail) + " (" + millis + " ms)";
    }
}
