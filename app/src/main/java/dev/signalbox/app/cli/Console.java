package dev.signalbox.app.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What every command that talks to a node has: where the node is, and where to print. */
abstract class Console {

    @Mixin
    private final Connection connection;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    Console(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    ControlPlane controlPlane() {
        return connection.controlPlane();
    }

    CommandSpec spec() {
        return spec;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** With {@code -o json} the node's answer, else the text. */
    void print(JsonNode answer, String text) {
        line(connection.json() ? (answer.isMissingNode() ? "{}" : answer.toPrettyString()) : text);
    }

    void line(String text) {
        out().println(text);
        out().flush();
    }

    /** To the second: what is finer is in {@code -o json}. */
    static String time(JsonNode node, String field) {
        return text(node, field).replaceFirst("\\.\\d+Z$", "Z");
    }

    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNull() || value.isMissingNode() ? "-" : value.asString();
    }
}
