package gitdav.e2e.manifest;

import gitdav.e2e.pod.ProgramProcess;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `kubectl apply` would send to a cluster, in its order.
///
/// @param source the folder, for messages
/// @param resources read strictly: what Kubernetes does not know is an error here
public record Manifests(String source, List<HasMetadata> resources) {

    static final Path PLAIN = ProgramProcess.ROOT.resolve("k8s");

    private static final Map<String, Manifests> BUILT = new HashMap<>();

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Stream
            .of(ConfigMap.class, CronJob.class, Deployment.class, Namespace.class, NetworkPolicy.class,
                    PersistentVolumeClaim.class, Secret.class, Service.class, ServiceAccount.class)
            .collect(Collectors.toMap(HasMetadata::getKind, Function.identity()));

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new WithoutPlaceForTheUnknown()).build();

    /// As of `kubectl apply -f k8s/`: the folder's own files, by name.
    static Manifests plain() throws IOException {
        try (Stream<Path> files = Files.list(PLAIN)) {
            String all = files.filter(file -> file.toString().endsWith(".yaml")).sorted().map(Manifests::read)
                    .collect(Collectors.joining("\n---\n"));
            return parse("k8s", all);
        }
    }

    /// As of `kubectl apply -k FOLDER`. A folder of the project, which no test changes, is built once.
    ///
    /// @param folder relative to the project, or absolute
    public static Manifests built(String folder) throws IOException, InterruptedException {
        if (Path.of(folder).isAbsolute()) {
            return parse(folder, Kubectl.run("kustomize", folder));
        }
        synchronized (BUILT) {
            if (!BUILT.containsKey(folder)) {
                BUILT.put(folder, parse(folder, Kubectl.run("kustomize", folder)));
            }
            return BUILT.get(folder);
        }
    }

    /// All that make a pod, where there is a kubectl the overlays, too. Tests name this method as their source.
    static List<Manifests> all() throws IOException, InterruptedException {
        return Kubectl.isThere()
                ? Stream.concat(withBackup().stream(), Stream.of(timeMachine())).toList()
                : withBackup();
    }

    /// Those with a git-backup: the plain manifests, and, where there is a kubectl, every overlay that changes these.
    static List<Manifests> withBackup() throws IOException, InterruptedException {
        return Kubectl.isThere()
                ? List.of(plain(), built("k8s-overlays/classic"), built("k8s-overlays/github"),
                        built("k8s-overlays/s3"))
                : List.of(plain());
    }

    /// The pod that shows an old version beside the live share, with what it finds there; deleting it does not delete
    /// these.
    static Manifests timeMachine() throws IOException, InterruptedException {
        Manifests beside = built("k8s-overlays/time-machine");
        Stream<HasMetadata> there = plain().resources().stream()
                .filter(resource -> Set.of("Namespace", "ServiceAccount").contains(resource.getKind())
                        || claimName(resource).equals("gitdav-backup"));
        return new Manifests(beside.source(), Stream.concat(there, beside.resources().stream()).toList());
    }

    private static String claimName(HasMetadata resource) {
        return resource instanceof PersistentVolumeClaim claim ? claim.getMetadata().getName() : "";
    }

    static Manifests parse(String source, String yaml) {
        return new Manifests(source, YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll().stream()
                .map(Manifests::resource).toList());
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return resources.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// The only resource of its kind.
    public <T extends HasMetadata> T the(Class<T> kind) {
        List<T> all = all(kind);
        if (all.size() != 1) {
            throw new AssertionError(source + " has " + all.size() + " of " + kind.getSimpleName());
        }
        return all.getFirst();
    }

    /// What the deployment makes.
    public PodSpec pod() {
        return the(Deployment.class).getSpec().getTemplate().getSpec();
    }

    /// All containers, in the order in which they start.
    public List<Container> containers() {
        return Stream.concat(pod().getInitContainers().stream(), pod().getContainers().stream()).toList();
    }

    /// The container of that name.
    public Container container(String name) {
        return containers().stream().filter(container -> container.getName().equals(name)).findFirst().orElseThrow();
    }

    /// The settings a container gets from ConfigMaps and from the manifest itself.
    public Map<String, String> settings(Container container) {
        Stream<Map.Entry<String, String>> fromMaps = container.getEnvFrom().stream()
                .map(from -> from.getConfigMapRef().getName())
                .flatMap(name -> all(ConfigMap.class).stream().filter(map -> map.getMetadata().getName().equals(name)))
                .flatMap(map -> map.getData().entrySet().stream());
        Stream<Map.Entry<String, String>> own = container.getEnv().stream()
                .map(variable -> Map.entry(variable.getName(), variable.getValue()));
        return Stream.concat(fromMaps, own).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// Where a container sees volumes.
    public static List<String> mountPaths(Container container) {
        return container.getVolumeMounts().stream().map(VolumeMount::getMountPath).toList();
    }

    @Override
    public String toString() {
        return source;
    }

    private static HasMetadata resource(JsonNode document) {
        Class<? extends HasMetadata> kind = KINDS.get(document.path("kind").asString());
        if (kind == null || !HasMetadata.getApiVersion(kind).equals(document.path("apiVersion").asString())) {
            throw new AssertionError("not a kind that is used here: " + document);
        }
        return YAML.treeToValue(document, kind);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// The model's classes have a drawer for fields they do not know, so that old clients can read what new clusters
    /// say. A misspelt field would disappear in there.
    private static final class WithoutPlaceForTheUnknown extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(MapperConfig<?> config, Annotated member) {
            return false;
        }
    }
}
