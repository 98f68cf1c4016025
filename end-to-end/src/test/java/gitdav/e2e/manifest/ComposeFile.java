package gitdav.e2e.manifest;

import gitdav.e2e.pod.ProgramProcess;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/// `compose.yaml`, with what its services have in common put into each.
record ComposeFile(Map<String, Map<String, Object>> services) {

    static ComposeFile read() throws IOException {
        var file = (Map<?, ?>) new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(ProgramProcess.ROOT.resolve("compose.yaml")));
        var services = new LinkedHashMap<String, Map<String, Object>>();
        ((Map<?, ?>) file.get("services")).forEach((name, service) -> services.put(name.toString(), merged(service)));
        return new ComposeFile(services);
    }

    String image(String service) {
        return services.get(service).get("image").toString();
    }

    Map<String, String> settings(String service) {
        var settings = new LinkedHashMap<String, String>();
        ((Map<?, ?>) services.get(service).getOrDefault("environment", Map.of()))
                .forEach((variable, value) -> settings.put(variable.toString(), value.toString()));
        return settings;
    }

    private static Map<String, Object> merged(Object service) {
        var merged = new LinkedHashMap<String, Object>();
        var own = (Map<?, ?>) service;
        if (own.get("<<") instanceof Map<?, ?> common) {
            common.forEach((key, value) -> merged.put(key.toString(), value));
        }
        own.forEach((key, value) -> merged.put(key.toString(), value));
        return merged;
    }
}
