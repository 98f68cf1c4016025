package gitdav.e2e.container;

import gitdav.e2e.pod.Requirement;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Skips the tests of the images, and says how to run them, unless `-Dcontainers=required` asks for them. That property
/// makes the same build make the images, so that there are no old ones to test by mistake.
final class ContainersRequired implements ExecutionCondition {

    private static final String HOW_TO_RUN = "the images are tested by: .ci/base-image && .ci/git-server-image && mvn verify -Dcontainers=required";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext test) {
        if (Requirement.IS_STRICT) {
            return ConditionEvaluationResult.enabled("containers=required");
        }
        // Maven does not print the reason.
        System.err.println(test.getDisplayName() + " is skipped; " + HOW_TO_RUN);
        return ConditionEvaluationResult.disabled(HOW_TO_RUN);
    }
}
