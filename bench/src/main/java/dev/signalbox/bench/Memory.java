package dev.signalbox.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM holds; the resident memory as it is before the collection, which may give some back. */
record Memory(double residentMegabytes, double liveMegabytes, int openFiles) {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    static Memory of(ProcessHandle jvm) throws IOException, InterruptedException {
        double resident = Proc.residentMegabytes(jvm);
        jcmd(jvm, "GC.run");
        // of what is reachable, and for that it collects once more
        Matcher total = TOTAL.matcher(jcmd(jvm, "GC.class_histogram"));
        if (!total.find()) {
            throw new IllegalStateException("jcmd shows no histogram");
        }
        return new Memory(
                resident,
                Long.parseLong(total.group(1)) / 1024.0 / 1024,
                Proc.openFiles(jvm).size());
    }

    private static String jcmd(ProcessHandle jvm, String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(jvm.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IllegalStateException("jcmd says: " + output);
        }
        return output;
    }
}
