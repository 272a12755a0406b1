package loralei.job;

import java.util.List;

/**
 * What is right and wrong with this computer.
 *
 * @param verdict the worst of the findings
 * @param findings in the order in which they depend on each other
 */
public record DoctorReport(Finding.Verdict verdict, List<Finding> findings) {
    static DoctorReport of(List<Finding> findings) {
        Finding.Verdict worst =
                findings.stream().map(Finding::verdict).max(Enum::compareTo).orElse(Finding.Verdict.GREEN);
        return new DoctorReport(worst, List.copyOf(findings));
    }
}
