package dev.signalbox.app.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Checks as CI systems read them: a suite for each purpose. */
final class JUnitXml {

    private JUnitXml() {}

    static void write(Path file, List<Check> checks) {
        try (Writer out = Files.newBufferedWriter(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            totals(xml, checks);
            Map<String, List<Check>> suites = checks.stream()
                    .collect(Collectors.groupingBy(Check::purpose, LinkedHashMap::new, Collectors.toList()));
            for (Map.Entry<String, List<Check>> suite : suites.entrySet()) {
                xml.writeStartElement("testsuite");
                xml.writeAttribute("name", "signalbox." + suite.getKey());
                totals(xml, suite.getValue());
                for (Check check : suite.getValue()) {
                    write(xml, check);
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (IOException | XMLStreamException e) {
            throw new Failure(file + " can't be written: " + e.getClass().getSimpleName() + ".");
        }
    }

    private static void totals(XMLStreamWriter xml, List<Check> checks) throws XMLStreamException {
        var counts = SelftestRun.counts(checks);
        xml.writeAttribute("tests", "" + checks.size());
        xml.writeAttribute("failures", "" + counts.getOrDefault(Check.Outcome.FAILED, 0L));
        xml.writeAttribute("skipped", "" + counts.getOrDefault(Check.Outcome.SKIPPED, 0L));
        xml.writeAttribute(
                "time", seconds(checks.stream().mapToLong(Check::millis).sum()));
    }

    private static void write(XMLStreamWriter xml, Check check) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "signalbox." + check.purpose());
        xml.writeAttribute("name", check.name());
        xml.writeAttribute("time", seconds(check.millis()));
        if (check.outcome() != Check.Outcome.PASSED) {
            xml.writeEmptyElement(check.outcome() == Check.Outcome.FAILED ? "failure" : "skipped");
            xml.writeAttribute("message", printable(check.detail()));
        }
        xml.writeEndElement();
    }

    /** XML 1.0 has no control characters, not even escaped. */
    private static String printable(String text) {
        return text.replaceAll("[^\\x09\\x0A\\x20-\\uD7FF\\uE000-\\uFFFD]", "?");
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
    }
}
