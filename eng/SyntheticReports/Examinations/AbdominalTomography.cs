namespace SyntheticReports.Examinations;

internal static class AbdominalTomography
{
    public static Examination Create() => new(
        Titles: new(["CT abdomen and pelvis", "CT abdomen"], ["CT abdomen/pelvis with contrast", "Abdominal CT"], ["Computed tomography of the abdomen", "CT KUB and portal venous phase"]),
        Techniques: ["Portal venous phase.", "Unenhanced study of the urinary tract.", "Oral and intravenous contrast.", "Arterial and portal venous phases."],
        Complaints: new(
            ["Right iliac fossa pain.", "Abdominal distension and vomiting.", "Loin pain.", "Fever after surgery."],
            ["Left-sided abdominal pain.", "Handlebar injury.", "Colicky pain, haematuria."],
            ["Peritonism on examination.", "Bowels not open for four days.", "Deranged liver function."]),
        Normal: new(
            ["Gallbladder and bile ducts are normal.", "The adrenals are slender.", "The aorta is of normal calibre.", "The lung bases are clear."],
            ["There is a normal portal vein.", "Simple cortical cysts of no significance.", "The bladder is well distended."],
            ["The stomach is unremarkable.", "Mesenteric vessels are patent.", "Prostate of normal size."]),
        NextSteps: ["MRI", "ultrasound", "multiphase CT"],
        Findings:
        [
            new(Urgency.Now, new(["appendicitis"], ["appendiceal inflammation"], ["inflammation of the appendix"]), ["in the right iliac fossa", "retrocaecally"])
            {
                Countable = false,
                Adjectives = ["acute", "uncomplicated"],
                CanResolve = false,
            },
            new(Urgency.Now, new(["bowel obstruction", "small bowel obstruction"], ["mechanical obstruction"], ["ileus with a transition point"]), ["in the pelvis", "in the left flank"])
            {
                Countable = false,
                Adjectives = ["high-grade", "complete"],
            },
            new(Urgency.Now, new(["free intraperitoneal air", "free air"], ["extraluminal gas"], ["perforation"]), ["anterior to the liver", "adjacent to the sigmoid colon"])
            {
                Countable = false,
                Adjectives = [],
                CanResolve = false,
            },
            new(Urgency.Now, new(["obstructing ureteric stone", "ureteric calculus"], ["obstructing stone"], ["impacted stone"]), ["at the left vesicoureteric junction", "in the right proximal ureter"])
            {
                Adjectives = [],
                Millimetres = (3, 9),
            },
            new(Urgency.Now, new(["abscess", "pelvic abscess"], ["walled-off collection"], ["rim-enhancing collection"]), ["in the pouch of Douglas", "beneath the incision", "beside the sigmoid colon"])
            {
                OldNames = new(["drained abscess cavity"], null, ["residual cavity"]),
                Millimetres = (18, 65),
            },
            new(Urgency.Now, new(["splenic laceration"], ["splenic haematoma"], ["tear of the spleen"]), ["at the lower pole", "at the hilum"])
            {
                OldNames = new(["splenic scar"], null, null),
                Adjectives = ["grade II", "grade III"],
            },
            new(Urgency.Later, new(["renal lesion", "indeterminate renal lesion"], ["exophytic renal lesion"], ["solid kidney mass"]), ["at the upper pole of the left kidney", "in the right kidney"])
            {
                OldNames = new(["renal lesion", "angiomyolipoma"], null, ["kidney mass"]),
                Adjectives = ["small", "hyperdense"],
                Millimetres = (12, 34),
            },
            new(Urgency.Later, new(["liver lesion", "hypodense liver lesion"], ["focal liver lesion"], ["hepatic focus"]), ["in segment VI", "in segment II", "in the caudate lobe"])
            {
                OldNames = new(["haemangioma", "liver lesion"], null, ["hepatic focus"]),
                Adjectives = ["small", "poorly defined"],
                Millimetres = (8, 27),
            },
            new(Urgency.Later, new(["pancreatic cyst"], ["cystic pancreatic lesion"], ["cystic focus of the pancreas"]), ["in the body of the pancreas", "in the tail"])
            {
                OldNames = new(["pancreatic cyst"], null, ["cystic focus of the pancreas"]),
                Adjectives = ["small", "septated"],
                Millimetres = (7, 22),
            },
            new(Urgency.Later, new(["ovarian cyst"], ["adnexal cyst"], ["adnexal lesion"]), ["on the left", "on the right"])
            {
                OldNames = new(["ovarian cyst"], null, ["adnexal lesion"]),
                Adjectives = ["complex", "septated"],
                Millimetres = (28, 60),
            },
        ]);
}
