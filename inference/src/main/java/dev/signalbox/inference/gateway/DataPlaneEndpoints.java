package dev.signalbox.inference.gateway;

import java.util.SortedMap;
import java.util.TreeMap;

/** What the data plane answers at, for documents and tests that have to name all of it. */
public final class DataPlaneEndpoints {

    private DataPlaneEndpoints() {}

    /** Methods by paths. */
    public static SortedMap<String, String> all() {
        SortedMap<String, String> all = new TreeMap<>();
        Endpoint.paths().forEach(path -> all.put(path, "POST"));
        for (String models : Models.PATHS) {
            all.put(models, "GET");
            all.put(models + "/{model}", "GET");
        }
        all.put("/livez", "GET");
        return all;
    }
}
