package dev.signalbox.command.write;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command that a rule refuses; nothing was written. {@link RejectionAdvice} says which answer each becomes. */
public abstract sealed class Rejection extends RuntimeException {

    private final String code;

    private Rejection(String code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    /** What the database refused by one of its constraints, if that is a rule and not a race. */
    public static Optional<Rejection> ofConstraint(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("provider_name_taken") || message.contains("token_name_taken")
                ? Optional.of(new Conflict("name-taken", "The name is taken. Choose another one."))
                : Optional.empty();
    }

    /** The rule's kebab-case name, as in the audit log and the problem's {@code type}. */
    public String code() {
        return code;
    }

    /** What is wrong, in words that can stand by themselves. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** There is nothing by that id. */
    public static final class Unknown extends Rejection {
        public Unknown(String what) {
            super("not-found", "There is no " + what + ".");
        }
    }

    /** It contradicts what is configured. */
    public static final class Conflict extends Rejection {
        public Conflict(String code, String detail) {
            super(code, detail);
        }
    }

    /** The client has seen another version than there is now. */
    public static final class StaleVersion extends Rejection {
        public StaleVersion(String detail) {
            super("stale-version", detail);
        }

        public StaleVersion(long expected, long actual) {
            super(
                    "stale-version",
                    "If-Match names version " + expected + ", but it is at version " + actual
                            + " now. Read it again and repeat the change.");
        }
    }

    /** A value that only the current state shows to be wrong. */
    public static final class Invalid extends Rejection {
        private final String field;

        public Invalid(String field, String message) {
            super("invalid", message);
            this.field = field;
        }

        /** Name on the wire. */
        public String field() {
            return field;
        }

        @Override
        public String detail() {
            return field + " " + getMessage();
        }
    }

    /**
     * @param line null where there are none, as in a table
     * @param field its path in the file, empty for the file as a whole; or the row
     */
    public record FileError(@Nullable Integer line, String field, String message) {
        @Override
        public String toString() {
            return (line == null ? "" : "line " + line + ": ") + (field.isEmpty() ? "the file" : field) + " " + message;
        }
    }

    /** A file that asks for what can't be. */
    public static final class InvalidFile extends Rejection {
        private final transient List<FileError> errors;

        public InvalidFile(List<FileError> errors) {
            super(
                    "invalid",
                    String.join("\n", errors.stream().map(FileError::toString).toList()));
            this.errors = List.copyOf(errors);
        }

        public List<FileError> errors() {
            return errors;
        }
    }
}
